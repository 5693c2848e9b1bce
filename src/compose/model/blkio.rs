//! Shares and limits of block devices.

use crate::compose::model::Text;
use crate::compose::model::record::record;
use crate::compose::model::units::Bytes;

record! {
    /// Shares and limits of block devices.
    pub struct Blkio {
        /// Share against other containers, 10 to 1000.
        weight: u16,
        /// Share for single devices.
        weight_device: Vec<DeviceWeight>,
        /// Bytes a second that may be read.
        device_read_bps: Vec<DeviceRate>,
        /// Operations a second that may read.
        device_read_iops: Vec<DeviceRate>,
        /// Bytes a second that may be written.
        device_write_bps: Vec<DeviceRate>,
        /// Operations a second that may write.
        device_write_iops: Vec<DeviceRate>,
        .. extensions
    }
}

record! {
    /// A share of a device.
    pub struct DeviceWeight {
        /// The device: `/dev/sda`.
        path: Text => capital "Path",
        /// The share.
        weight: u16 => capital "Weight",
        .. extensions
    }
}

record! {
    /// A limit of a device.
    pub struct DeviceRate {
        /// The device: `/dev/sda`.
        path: Text => capital "Path",
        /// Bytes or operations a second.
        rate: Bytes => capital "Rate",
        .. extensions
    }
}
